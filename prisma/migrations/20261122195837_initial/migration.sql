-- CreateIndex
CREATE INDEX "log_lines_at_idx" ON "log_lines"("at");

-- CreateIndex
CREATE INDEX "metric_latest_updated_at_idx" ON "metric_latest"("updated_at");
