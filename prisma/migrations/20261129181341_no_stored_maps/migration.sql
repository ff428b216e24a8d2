-- Whoever applies migrations without `npm start` must not lose what only `npm start` moves.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM "demanded_maps") OR EXISTS (SELECT 1 FROM "partial_scores" WHERE "maps" IS NOT NULL) THEN
    RAISE EXCEPTION 'This database holds saliency maps that have to be moved into files first: start the workbench once with npm start';
  END IF;
END $$;

DROP TABLE "demanded_maps";

ALTER TABLE "partial_scores" DROP COLUMN "maps";
