import { HTTP_CASES } from './http-cases.ts';
import { describeHttpChannel } from './kit.ts';

for (const testCase of HTTP_CASES) describeHttpChannel(testCase);
