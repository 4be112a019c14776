package imported

import (
	"log"

	"example.com/unclosed/imported/store"
)

func put(db *store.DB, p []byte) (err error) {
	up, err := db.Upload("x")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			if err := up.Abort(); err != nil {
				log.Print(err)
			}
		}
	}()
	if _, err = up.Write(p); err != nil {
		return err
	}
	return up.Commit()
}

func lost(db *store.DB, p []byte) error {
	up, err := db.Upload("x") // want `up from .*Upload is not committed when lost returns`
	if err != nil {
		return err
	}
	if _, err = up.Write(p); err != nil {
		return err
	}
	return up.Commit()
}

// Who drops what may be nil may know that it is.
func foreground(db *store.DB) error {
	_, err := db.Mount(false)
	return err
}

func dropped(db *store.DB) error {
	_, err := db.Upload("x") // want `the result of .*Upload is discarded`
	return err
}
