"""The catalogue of this site for portals: DCAT-AP-SE 3.0.1 and DCAT-AP 3.0.1, made of a release and its publisher."""
