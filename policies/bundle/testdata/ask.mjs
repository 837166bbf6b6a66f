// Asks the module of a bundle what inputs.json holds, and prints the answers with
// what the module says of itself.
import { readFileSync } from "node:fs";
import { loadPolicy } from "@open-policy-agent/opa-wasm";

const read = (name) => JSON.parse(readFileSync(name, "utf8"));
const policy = await loadPolicy(readFileSync("policy.wasm"));

// What the host has to bring, read from the module's memory as its ABI says.
const { builtins, opa_json_dump } = policy.wasmInstance.exports;
const memory = new Uint8Array(policy.mem.buffer);
const from = opa_json_dump(builtins());
const needs = JSON.parse(new TextDecoder().decode(memory.subarray(from, memory.indexOf(0, from))));

const inputs = read("inputs.json");
const before = policy.evaluate(inputs[0]); // asked before it has any data
const data = read("data.json");
let began = performance.now();
policy.setData(data);
const milliseconds = performance.now() - began;
const answers = inputs.map((input) => policy.evaluate(input));

began = performance.now();
for (const input of inputs) policy.evaluate(input);
const each = ((performance.now() - began) * 1000) / inputs.length;

console.log(JSON.stringify({ needs, entrypoints: policy.entrypoints, before, answers, milliseconds, microseconds: each }));
