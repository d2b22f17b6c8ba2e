"""Reading articles; see `reader`.

One article is read in one thread, many in many processes: the libraries' own threads for small matrices only cost time.
Said here because it counts only before they load.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
