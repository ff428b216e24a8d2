import { DamagedPage } from '@/app/_components/DamagedPage';
import { LinkButton } from '@/app/_components/LinkButton';

/** The videos of an experiment whose set-up cannot be read. */
export function DamagedGallery({ experimentId, message }: { experimentId: string; message: string }) {
  const href = `/experiments/${experimentId}`;
  return (
    <DamagedPage
      title="Videos"
      message={message}
      trail={[{ href, label: 'Experiment' }]}
      actions={<LinkButton href={href}>To the experiment</LinkButton>}
    />
  );
}
