#!/usr/bin/env node
// The way in for `npm run …` and `npx samizdat …`: TypeScript is run as it stands.
import { register } from "tsx/esm/api";

register();
await import("./samizdat.ts");
