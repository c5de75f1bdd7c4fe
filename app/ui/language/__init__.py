"""The languages of the window, as Qt Linguist files, and how one is put in use."""
