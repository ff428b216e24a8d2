import { PageContent } from './_components/PageContent';

export default function Home() {
  return <PageContent title="Experiments">{null}</PageContent>;
}
