"""The pages of cases on the site, a module for each thing that people do."""
