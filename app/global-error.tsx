'use client';

/** Drawn when even the frame of the pages failed; it can rely on nothing. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main>
          <title>Fovea failed</title>
          <h1>Fovea failed to start this page</h1>
          <p>The log of the server has the reason. Is the database running?</p>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
