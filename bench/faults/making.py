"""Makes an installation of the invented province with people in it, and prints who they are; in a process of its own.

`python -m bench.faults.making RESIDENTS FOLDER`, with `CUUDINH_STATE` naming the folder.
"""

import os


def main() -> None:
    """Make the tables, apply the pack `demo`, put the files of pages where they are served, open the people."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    from cuudinh.project import local_database

    # A server of the installation's own runs while somebody holds it.
    with local_database.held_if_local(lambda _: None):
        _make()


def _make() -> None:
    from django.core.management import call_command

    from bench.load import people
    from cuudinh.kernel.actor import system
    from cuudinh.project import packing

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    packing.apply_pack(system("bench"), "demo")
    people.main()


if __name__ == "__main__":
    main()
