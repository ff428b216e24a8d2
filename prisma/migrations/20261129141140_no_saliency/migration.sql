-- AlterTable
ALTER TABLE "evaluation_videos" ADD COLUMN     "no_saliency" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- AlterTable
ALTER TABLE "evaluations" ADD COLUMN     "clips_without_saliency" INTEGER,
ADD COLUMN     "saliency_clips" INTEGER;

-- AlterTable
ALTER TABLE "partial_scores" ADD COLUMN     "no_saliency" INTEGER[] DEFAULT ARRAY[]::INTEGER[];
