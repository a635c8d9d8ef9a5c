"""A program with a window: there is no Tcl/Tk in a runtime."""

import tkinter

tkinter.Tk().mainloop()
