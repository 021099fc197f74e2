"""keiretsu: from what is written about an industry's deals to measures of its network, and back."""
