/** Every route of the API. What is not in this list does not exist. */
import type { ApiRoute } from './api-route.ts';
import { accessRoutes } from './routes/accesses.ts';
import { exportRoutes } from './routes/exports.ts';
import { exceptionRoutes } from './routes/exceptions.ts';
import { overviewRoutes } from './routes/overview.ts';
import { readerRoutes } from './routes/readers.ts';
import { reviewRoutes } from './routes/reviews.ts';

export const API_ROUTES: readonly ApiRoute[] = [
  ...accessRoutes,
  ...reviewRoutes,
  ...exceptionRoutes,
  ...overviewRoutes,
  ...exportRoutes,
  ...readerRoutes,
];
