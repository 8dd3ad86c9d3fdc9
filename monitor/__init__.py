"""sohoa: how far each unit of a province is from 95 %, by how much, and where the number came from."""
