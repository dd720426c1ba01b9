import { config } from 'zod/v4/core';

// Said before any module with a schema is read: zod would try eval, which the content policy forbids.
config({ jitless: true });
