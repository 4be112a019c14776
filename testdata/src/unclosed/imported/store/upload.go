package store

import "os"

// An Upload is committed, or given up: that Abort has its writer close the file is out of
// sight.
type Upload struct {
	f    *os.File
	quit chan struct{}
}

func (db *DB) Upload(path string) (*Upload, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &Upload{f: f, quit: make(chan struct{})}, nil
}

func (u *Upload) Write(p []byte) (int, error) { return u.f.Write(p) }
func (u *Upload) Commit() error               { return u.f.Close() }

func (u *Upload) Abort() error {
	close(u.quit)
	return nil
}

// Mount starts something that runs beside the program, if it is asked to.
func (db *DB) Mount(beside bool) (*Upload, error) {
	if beside {
		return db.Upload("mount")
	}
	return nil, nil
}
