"""What the presentation of every question uses: grids, wording, times, and the style of figures."""
