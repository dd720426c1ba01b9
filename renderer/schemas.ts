import { config } from 'zod/v4/core';

// A schema asks for this when it is made, so it is said before any module with one is read: zod would try eval, which the content policy forbids.
config({ jitless: true });
