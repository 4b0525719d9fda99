"""What a person does with a plan file: judges its links, corrects its structure, and takes it out and in."""
