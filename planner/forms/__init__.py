"""What is typed into a form, and the regimen it comes to; knows no screen and no command line."""
