// What the report does in the browser: draws its two pictures and opens what is linked to.
import { drawFlows } from "./flows.js";
import { drawMap } from "./map.js";
import { followLinks } from "./links.js";

const drawings = { map: drawMap, flows: drawFlows };

for (const [name, draw] of Object.entries(drawings)) {
  const place = document.getElementById(`chart-${name}`);
  const data = document.getElementById(`data-${name}`);
  if (place && data) draw(place, JSON.parse(data.textContent));
}
followLinks();
