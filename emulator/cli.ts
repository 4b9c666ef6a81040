#!/usr/bin/env node
import { fail, program } from "./program";

program.parseAsync().catch(fail);
