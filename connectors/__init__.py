"""One file per e-government system: speaks its wire format, yields Batches, knows nothing of the rest."""
