package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
)

type fake struct{}

func (fake) Open(string) (driver.Conn, error)             { return &conn{}, nil }
func (fake) Connect(context.Context) (driver.Conn, error) { return &conn{}, nil }
func (fake) Driver() driver.Driver                        { return fake{} }

type conn struct{}

func (*conn) Prepare(q string) (driver.Stmt, error) { return &stmt{}, nil }
func (*conn) Close() error                          { return nil }
func (*conn) Begin() (driver.Tx, error)             { return tx{}, nil }

type tx struct{}

func (tx) Commit() error   { println("commit"); return nil }
func (tx) Rollback() error { println("rollback"); return nil }

type stmt struct{}

func (*stmt) Close() error                               { return nil }
func (*stmt) NumInput() int                              { return -1 }
func (*stmt) Exec([]driver.Value) (driver.Result, error) { return driver.RowsAffected(1), nil }
func (*stmt) Query([]driver.Value) (driver.Rows, error)  { return &rows{}, nil }

type rows struct{ n int64 }

func (*rows) Columns() []string { return []string{"n"} }
func (*rows) Close() error      { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if r.n++; r.n > 3 {
		return io.EOF
	}
	dest[0] = r.n
	return nil
}

var db = sql.OpenDB(fake{})
