import json
import os
import time

import gitlab

client = gitlab.Gitlab(os.environ["GITLAB_BASE_URL"], private_token=os.environ["GITLAB_TOKEN"])
client.runners_all.list(page=1, per_page=1)
begun = time.perf_counter()
rows = client.runners_all.list(get_all=True, per_page=100)
print(json.dumps({"rows": len(rows), "milliseconds": (time.perf_counter() - begun) * 1000}))
