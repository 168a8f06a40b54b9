"""The commands of `rsn`, one file each; every import a command needs is made inside it."""
