"""Site to site: records of one site moved to another, or through a folder of files."""
