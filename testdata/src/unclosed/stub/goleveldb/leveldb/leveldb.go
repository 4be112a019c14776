// Package leveldb is the part of github.com/syndtr/goleveldb that the fixtures need.
package leveldb

type DB struct{}

type Iterator interface {
	Next() bool
	Key() []byte
	Error() error
	Release()
}
type Snapshot struct{}

func OpenFile(path string) (*DB, error)        { return new(DB), nil }
func (db *DB) Close() error                    { return nil }
func (db *DB) NewIterator() Iterator           { return nil }
func (db *DB) GetSnapshot() (*Snapshot, error) { return new(Snapshot), nil }
func (s *Snapshot) Release()                   {}
