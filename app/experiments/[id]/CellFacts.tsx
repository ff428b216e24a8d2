import { Stack, Text } from '@mantine/core';
import { Fact } from '@/app/_components/Fact';
import { formatScore } from '@/app/_components/formatScore';
import { noSaliencyText } from '@/domain/noSaliencyText';
import { protocolText } from '@/domain/table2/protocolText';
import type { TableCell, TableRow } from '@/domain/table2/table2';
import { differenceText, prepareCell } from './prepareCell';

/** The number of a cell with everything that belongs to it. */
export function CellFacts({ row, cell }: { row: TableRow; cell: TableCell }) {
  const { score, spread, count } = prepareCell(cell);
  const { difference, sampled, boxHitRate, saliency, protocols } = cell;
  return (
    <Stack component="dl" gap={8} m={0}>
      <Fact term="mAP">
        {score ? (
          <>
            <Text span fw={650}>
              {score} {score === 'n/a' ? '' : '%'}
            </Text>{' '}
            {[spread, count].filter(Boolean).join(', ')}
          </>
        ) : (
          'no score yet'
        )}
      </Fact>
      {difference ? (
        <Fact term="Δ to Base">
          {differenceText(difference)} points, paired by seed (n = {difference.n})
        </Fact>
      ) : null}
      {boxHitRate ? (
        <Fact term="Box hit rate">{formatScore(boxHitRate.mean)} of the boxes hold an active object</Fact>
      ) : null}
      {saliency && saliency.without > 0 ? (
        <Fact term="No saliency">
          {noSaliencyText(saliency)}: the map singles no place out, and the centre box was used
        </Fact>
      ) : null}
      {protocols.length > 0 ? <Fact term="Protocol">{protocols.map(protocolText).join(' | ')}</Fact> : null}
      {sampled ? (
        <Fact term="Sampled labels">
          {formatScore(sampled.mean)} against the labels of the sampled frames, for comparison with other code
        </Fact>
      ) : null}
      {row.oracle ? (
        <Fact term="Oracle">Ground truth is read to place the box: an upper bound, not a result.</Fact>
      ) : null}
      {row.paper ? (
        <Fact term="Paper">{row.paper[cell.fusion].toFixed(1)} % on Charades; only the order is comparable</Fact>
      ) : null}
    </Stack>
  );
}
