-- What the user said that columns mean when the file was imported first, as JSON; NULL: nothing.
ALTER TABLE file ADD COLUMN given_columns TEXT;
