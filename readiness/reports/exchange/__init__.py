"""The map in the formats of other tools: GraphML, Graphviz, Mermaid, XLSX, CSV."""
