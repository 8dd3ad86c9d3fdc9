"""Document exchange axes. One file per dialect: each is a connector of its own; deleting it deletes the dialect."""
