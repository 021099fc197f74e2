"""An industry that behaves: firms that sell, buy, invest, fund, fail and rescue each other, by quarters."""
