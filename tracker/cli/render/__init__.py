"""Values become what a terminal shows: tables, pages, charts, the pager."""
