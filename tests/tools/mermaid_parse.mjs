// Reads a JSON list of diagrams from standard input and writes, for each, what Mermaid itself makes of it.
import { JSDOM } from "jsdom";

const page = new JSDOM("<!doctype html><body></body>");
globalThis.window = page.window;
globalThis.document = page.window.document;

const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false, maxTextSize: 10_000_000, maxEdges: 1_000_000 });

let input = "";
for await (const piece of process.stdin) input += piece;

const results = [];
for (const text of JSON.parse(input)) {
  try {
    const { diagramType } = await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const result = { type: diagramType };
    if (diagramType === "journey") {
      result.title = db.getDiagramTitle();
      result.tasks = db.getTasks().map(({ section, task, score, people }) => ({ section, task, score, people }));
    } else {
      result.nodes = [...db.getVertices().values()].map(({ id, text }) => ({ id, text }));
      result.edges = db.getEdges().map(({ start, end, text }) => ({ start, end, text }));
      result.frames = db.getSubGraphs().map(({ title, nodes }) => ({ title, nodes }));
    }
    results.push(result);
  } catch (error) {
    results.push({ error: String(error.message ?? error) });
  }
}
process.stdout.write(JSON.stringify(results));
