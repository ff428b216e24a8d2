-- CreateIndex
CREATE INDEX "artifacts_size_idx" ON "artifacts"("size");
