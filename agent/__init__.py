"""The advisor: one turn reads, assesses, decides, retrieves and writes.

    ui/web.py   ui/slack.py   ui/cli.py   evals/run.py        doors: no logic
          \\         |            |          /
                   agent/advisor.py                           the only constructor; reply(thread, text) -> Reply
                          |
                   agent/graph.py                             the story, readable in one screen
       read   ->   assess   ->   decide   ->   retrieve   ->   write
        |            |             |              |              |
     reading/     decision/    interview.py   knowledge/      writing/
        \\____________\\_____________\\_____________/_____________/
                              agent/facts.py

Importing this package does nothing.
"""
