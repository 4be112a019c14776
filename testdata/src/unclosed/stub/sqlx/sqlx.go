// Package sqlx is the part of github.com/jmoiron/sqlx that the fixtures need.
package sqlx

import "database/sql"

type DB struct{ *sql.DB }

func Open(driver, dsn string) (*DB, error)                 { return new(DB), nil }
func (db *DB) Queryx(q string, args ...any) (*Rows, error) { return new(Rows), nil }
func (db *DB) MustBegin() *Tx                              { return new(Tx) }
func (db *DB) Preparex(q string) (*Stmt, error)            { return new(Stmt), nil }

type Rows struct{ *sql.Rows }

func (r *Rows) StructScan(dest any) error { return nil }

type Stmt struct{ *sql.Stmt }

func (s *Stmt) Get(dest any) error { return nil }

type Tx struct{ *sql.Tx }

func (tx *Tx) Preparex(q string) (*Stmt, error) { return new(Stmt), nil }
