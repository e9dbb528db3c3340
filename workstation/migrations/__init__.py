"""The schema's history: tables by alembic, the law (roles, triggers, policies, grants) as SQL in `law/`.

Run by the administrator's command only, never by a workstation. A change of the law is a new folder.
"""
