// Package pebble is the part of github.com/cockroachdb/pebble that the fixtures need.
package pebble

import "io"

type DB struct{}
type Batch struct{}
type Iterator struct{}

func Open(dir string) (*DB, error)                      { return new(DB), nil }
func (d *DB) Close() error                              { return nil }
func (d *DB) Get(key []byte) ([]byte, io.Closer, error) { return nil, nil, nil }
func (d *DB) NewIter() (*Iterator, error)               { return new(Iterator), nil }
func (d *DB) NewBatch() *Batch                          { return new(Batch) }
func (b *Batch) Set(k, v []byte) error                  { return nil }
func (b *Batch) Commit() error                          { return nil }
func (b *Batch) Close() error                           { return nil }
func (i *Iterator) First() bool                         { return false }
func (i *Iterator) Next() bool                          { return false }
func (i *Iterator) Close() error                        { return nil }
