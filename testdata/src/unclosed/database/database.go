// Package database has rows, statements, connections and transactions.
package database

import (
	"context"
	"database/sql"
	"errors"
)

var db *sql.DB

type store struct {
	db   *sql.DB
	stmt *sql.Stmt
	tx   *sql.Tx
}

func RowsEarly(db *sql.DB) (int, error) {
	rows, err := db.Query("select id from t") // want `rows opened by \(\*sql\.DB\)\.Query is not closed when RowsEarly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	var id int
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
	}
	return id, rows.Err()
}

// RowsBreak leaves the loop early.
func RowsBreak(db *sql.DB) (id int, err error) {
	rows, err := db.Query("select id from t") // want `rows opened by \(\*sql\.DB\)\.Query is not closed when RowsBreak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err = rows.Scan(&id); err != nil {
			break
		}
	}
	return id, err
}

func RowsOne(db *sql.DB) (id int, err error) {
	rows, err := db.Query("select id from t") // want `rows opened by \(\*sql\.DB\)\.Query is not closed when RowsOne returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	if !rows.Next() {
		return 0, sql.ErrNoRows
	}
	err = rows.Scan(&id)
	return id, err
}

func TxForget(db *sql.DB) error {
	tx, err := db.Begin() // want `tx from \(\*sql\.DB\)\.Begin is not committed or rolled back when TxForget returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}

func StmtLeak(db *sql.DB) error {
	st, err := db.Prepare("x") // want `st opened by \(\*sql\.DB\)\.Prepare is not closed when StmtLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = st.Exec(1)
	return err
}

// TxRows does not know when the transaction ends.
func TxRows(tx *sql.Tx) (n int, err error) {
	rows, err := tx.Query("select") // want `rows opened by \(\*sql\.Tx\)\.Query is not closed when TxRows returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return n, err
		}
	}
	return n, nil
}

func QueryDrop(db *sql.DB) {
	db.Query("update t set x = 1") // want `the result of \(\*sql\.DB\)\.Query is discarded.*\(unclosed/discarded\)`
}

func OpenPing(dsn string) error {
	db, err := sql.Open("x", dsn) // want `db opened by sql\.Open is not closed when OpenPing returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return db.Ping()
}

// RowsToEnd reads until the rows end by themselves.
func RowsToEnd(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select id from t")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func RowsReturned(db *sql.DB) (*sql.Rows, error) { return db.Query("select") }

func UseRowsReturnedLeak(db *sql.DB) (bool, error) {
	rows, err := RowsReturned(db) // want `rows opened by database\.RowsReturned is not closed when UseRowsReturnedLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return false, err
	}
	if rows.Next() {
		return true, nil
	}
	return false, rows.Err()
}

func scanAll(rows *sql.Rows) (ids []int, err error) {
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func ScanAll(db *sql.DB) ([]int, error) {
	rows, err := db.Query("select")
	if err != nil {
		return nil, err
	}
	return scanAll(rows)
}

func collect(rows *sql.Rows) (n int) {
	for rows.Next() {
		n++
	}
	return n
}

// Collect has a function read the rows to their end.
func Collect(db *sql.DB) (int, error) {
	rows, err := db.Query("select")
	if err != nil {
		return 0, err
	}
	return collect(rows), nil
}

func TxDefer(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}

func TxDeferErr(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	_, err = tx.Exec("x")
	return err
}

func TxDeferPanic(db *sql.DB, fn func(*sql.Tx) error) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		} else if err != nil {
			tx.Rollback()
		} else {
			err = tx.Commit()
		}
	}()
	err = fn(tx)
	return err
}

func TxHand(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("x"); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func finish(tx *sql.Tx, err *error) {
	if *err != nil {
		tx.Rollback()
		return
	}
	*err = tx.Commit()
}

func TxFinish(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer finish(tx, &err)
	_, err = tx.Exec("x")
	return err
}

func TxStmt(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	st, err := tx.Prepare("x")
	if err != nil {
		return err
	}
	if _, err := st.Exec(1); err != nil {
		return err
	}
	return tx.Commit()
}

// TxRowsTx ends the transaction, and the rows with it.
func TxRowsTx(db *sql.DB) (ok bool, err error) {
	tx, err := db.Begin()
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	rows, err := tx.Query("select")
	if err != nil {
		return false, err
	}
	ok = rows.Next()
	return ok, rows.Err()
}

func (s *store) Begin() error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	s.tx = tx
	return nil
}

func InitGlobal(dsn string) (err error) {
	db, err = sql.Open("x", dsn)
	if err != nil {
		return err
	}
	return db.Ping()
}

func QueryRow(db *sql.DB) (n int, err error) {
	err = db.QueryRow("select").Scan(&n)
	return
}

func Retry(ctx context.Context, db *sql.DB, fn func(*sql.Tx) error) (err error) {
	for range 3 {
		var tx *sql.Tx
		tx, err = db.BeginTx(ctx, nil)
		if err != nil {
			continue
		}
		if err = fn(tx); err != nil {
			tx.Rollback()
			continue
		}
		if err = tx.Commit(); err == nil {
			return nil
		}
	}
	return err
}

type querier interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

type named struct{ *sql.Rows }

func query(db *sql.DB) (*named, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return nil, err
	}
	return &named{rows}, nil
}

// NamedDrained ends the rows that it does not see.
func NamedDrained(db *sql.DB) error {
	rows, err := query(db)
	if err != nil {
		return err
	}
	for rows.Next() {
		println("row")
	}
	return rows.Err()
}

func NamedLeft(db *sql.DB) error {
	rows, err := query(db) // want `rows opened by database\.query is not closed when NamedLeft returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return err
		}
	}
	return rows.Err()
}

// RowsInLoop reads each to its end before the next one.
func RowsInLoop(db *sql.DB, ids []int) (n int, err error) {
	for _, id := range ids {
		rows, err := db.Query("x", id)
		if err != nil {
			return n, err
		}
		defer rows.Close()
		for rows.Next() {
			n++
		}
	}
	return n, nil
}

func RowInLoop(db *sql.DB, ids []int) (n int, err error) {
	for _, id := range ids {
		rows, err := db.Query("x", id)
		if err != nil {
			return n, err
		}
		defer rows.Close() // want `rows opened by \(\*sql\.DB\)\.Query in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		if rows.Next() {
			n++
		}
	}
	return n, nil
}
