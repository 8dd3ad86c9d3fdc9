"""Pure functions: figures in, components or plotly figures out."""
