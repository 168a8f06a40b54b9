"""The peer named by PEER_KEEPER, for a server that imports its application."""

import os

from benchmarks.load.peers import KEEPERS, application

app = application(KEEPERS[os.environ["PEER_KEEPER"]]())
