// Package database has rows, statements and transactions.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
)

// S1: rows deferred.
func S1(db *sql.DB) ([]int, error) {
	rows, err := db.Query("q")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// S2: early return out of the loop.
func S2(db *sql.DB) ([]int, error) {
	rows, err := db.Query("q") // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	var out []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// S3: read to the end only.
func S3(db *sql.DB) (n int, err error) {
	rows, err := db.Query("q")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// S4: break out.
func S4(db *sql.DB) (n int, err error) {
	rows, err := db.Query("q") // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
		if n > 10 {
			break
		}
	}
	return n, rows.Err()
}

// S5: if rows.Next().
func S5(db *sql.DB) (n int, err error) {
	rows, err := db.Query("q") // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, err
}

// S6: if !rows.Next() returns: ended; else closed.
func S6(db *sql.DB) (n int, err error) {
	rows, err := db.Query("q")
	if err != nil {
		return 0, err
	}
	if !rows.Next() {
		return 0, rows.Err()
	}
	defer rows.Close()
	err = rows.Scan(&n)
	return n, err
}

// S7: NextResultSet.
func S7(db *sql.DB) (n int, err error) {
	rows, err := db.Query("q")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for {
		for rows.Next() {
			n++
		}
		if !rows.NextResultSet() {
			break
		}
	}
	return n, rows.Err()
}

// S8: QueryRow is no acquisition.
func S8(db *sql.DB) (n int, err error) {
	err = db.QueryRow("q").Scan(&n)
	return n, err
}

// S9: tx leaks on error.
func S9(db *sql.DB) error {
	tx, err := db.Begin() // want "unclosed/leak"
	if err != nil {
		return err
	}
	if _, err := tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}

// S10: usual.
func S10(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}

// S11: by hand, errors used: commit's error is used.
func S11(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("x"); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

// S12: rows of a tx that ends.
func S12(db *sql.DB) (n int, err error) {
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	rows, err := tx.Query("q")
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, err
}

// S13: rows of a tx that is a parameter.
func S13(tx *sql.Tx) (n int, err error) {
	rows, err := tx.Query("q") // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, err
}

// S14: a statement of a tx needs none.
func S14(tx *sql.Tx) error {
	st, err := tx.Prepare("x")
	if err != nil {
		return err
	}
	_, err = st.Exec(1)
	return err
}

// S15: of a DB it does.
func S15(db *sql.DB) error {
	st, err := db.Prepare("x") // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = st.Exec(1)
	return err
}

// S16: rows of a statement.
func S16(st *sql.Stmt) (int, error) {
	rows, err := st.Query(1) // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	c, err := rows.Columns()
	return len(c), err
}

// S17: Conn.
func S17(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = c.ExecContext(ctx, "x")
	return err
}

// S18: Conn closed by defer.
func S18(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	rows, err := c.QueryContext(ctx, "q") // want "unclosed/leak"
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

// S19: sql.Open.
func S19(dsn string) error {
	db, err := sql.Open("x", dsn) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return db.Ping()
}

var theDB *sql.DB

// S20: kept for the process.
func S20(dsn string) (err error) {
	theDB, err = sql.Open("x", dsn)
	return err
}

// S21: returned, but the ping's failure loses it.
func S21(dsn string) (*sql.DB, error) {
	db, err := sql.Open("x", dsn) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, err
	}
	return db, nil
}

type store struct{ db *sql.DB }

// S22: a query builder hands over rows.
func (s *store) query(q string, args ...any) (*sql.Rows, error) {
	return s.db.Query(q, args...)
}

func (s *store) S22() (int, error) {
	rows, err := s.query("q") // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	c, err := rows.Columns()
	return len(c), err
}

func scanInts(rows *sql.Rows) ([]int, error) {
	defer rows.Close()
	var out []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// S23: helper closes.
func (s *store) S23() ([]int, error) {
	rows, err := s.query("q")
	if err != nil {
		return nil, err
	}
	return scanInts(rows)
}

func scanOne(rows *sql.Rows) (n int, err error) {
	err = rows.Scan(&n)
	return n, err
}

// S24: a helper that only scans.
func (s *store) S24() (int, error) {
	rows, err := s.query("q") // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	if !rows.Next() {
		return 0, rows.Err()
	}
	return scanOne(rows)
}

// S25: f(g()) form.
func rowsOf(rows *sql.Rows, err error) ([]int, error) {
	if err != nil {
		return nil, err
	}
	return scanInts(rows)
}

func (s *store) S25() ([]int, error) {
	return rowsOf(s.query("q"))
}

// S26: inTx with a callback.
func (s *store) inTx(fn func(*sql.Tx) error) (err error) {
	tx, err := s.db.Begin()
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
	return fn(tx)
}

func (s *store) S26() error {
	return s.inTx(func(tx *sql.Tx) error {
		_, err := tx.Exec("x")
		return err
	})
}

// S27: rows inside the callback.
func (s *store) S27() (n int, err error) {
	err = s.inTx(func(tx *sql.Tx) error {
		rows, err := tx.Query("q") // want "unclosed/leak"
		if err != nil {
			return err
		}
		rows.Next()
		return rows.Scan(&n)
	})
	return n, err
}

type querier interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

// S28: an interface put before the DB.
func S28(ctx context.Context, q querier) (int, error) {
	rows, err := q.QueryContext(ctx, "q") // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	c, err := rows.Columns()
	return len(c), err
}

// S29: tx by hand, a path forgotten.
func S29(db *sql.DB, ids []int) error {
	tx, err := db.Begin() // want "unclosed/leak"
	if err != nil {
		return err
	}
	for _, id := range ids {
		if id < 0 {
			return errors.New("bad")
		}
		if _, err := tx.Exec("x", id); err != nil {
			_ = tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

// S30: deferred rollback conditional on done.
func S30(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			tx.Rollback()
		}
	}()
	if _, err := tx.Exec("x"); err != nil {
		return err
	}
	done = true
	return tx.Commit()
}

// S31: defer before check.
func S31(db *sql.DB) error {
	tx, err := db.Begin()
	defer tx.Rollback() // want "unclosed/defer-before-check"
	if err != nil {
		return err
	}
	return tx.Commit()
}

// S32: rows before check.
func S32(db *sql.DB) error {
	rows, err := db.Query("q")
	defer rows.Close() // want "unclosed/defer-before-check"
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return rows.Err()
}

// S33: undeferred: rows closed by hand.
func S33(db *sql.DB) (int, error) {
	rows, err := db.Query("q") // want "unclosed/undeferred"
	if err != nil {
		return 0, err
	}
	c, err := rows.Columns()
	if err != nil {
		rows.Close()
		return 0, err
	}
	rows.Close()
	return len(c), nil
}

// S34: closed by hand after the loop that ends it.
func S34(db *sql.DB) (n int, err error) {
	rows, err := db.Query("q")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	rows.Close()
	return n, rows.Err()
}

// S35: discard rows.
func S35(db *sql.DB) error {
	_, err := db.Query("update x") // want "unclosed/discarded"
	return err
}

// S36: dropped.
func S36(db *sql.DB) {
	db.Query("update x") // want "unclosed/discarded"
}

// S37: rows in loop deferred.
func S37(db *sql.DB, ids []int) error {
	for _, id := range ids {
		rows, err := db.Query("q", id)
		if err != nil {
			return err
		}
		defer rows.Close() // want "unclosed/defer-in-loop"
		if rows.Next() {
			log.Print(id)
		}
	}
	return nil
}

// S38: rows in loop, each read to its end, deferred too: a path on which it has ended does not count.
func S38(db *sql.DB, ids []int) error {
	for _, id := range ids {
		rows, err := db.Query("q", id)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			log.Print(id)
		}
	}
	return nil
}

// S39: nested rows, the inner leaks.
func S39(db *sql.DB) error {
	rows, err := db.Query("q")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		in, err := db.Query("r") // want "unclosed/leak"
		if err != nil {
			return err
		}
		if in.Next() {
			fmt.Println("x")
		}
	}
	return rows.Err()
}

// S40: prepared in loop, closed in loop.
func S40(db *sql.DB, qs []string) error {
	for _, q := range qs {
		st, err := db.Prepare(q)
		if err != nil {
			return err
		}
		_, err = st.Exec()
		st.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// S41: closes statement cache.
type cache struct {
	db *sql.DB
	m  map[string]*sql.Stmt
}

func (c *cache) get(q string) (*sql.Stmt, error) {
	if st, ok := c.m[q]; ok {
		return st, nil
	}
	st, err := c.db.Prepare(q)
	if err != nil {
		return nil, err
	}
	c.m[q] = st
	return st, nil
}

func (c *cache) S41(q string) error {
	st, err := c.get(q)
	if err != nil {
		return err
	}
	_, err = st.Exec()
	return err
}

// S42: closed on both arms by switch on err.
func S42(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	_, err = tx.Exec("x")
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return tx.Rollback()
	case err != nil:
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// S43: commit in defer.
func S43(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	_, err = tx.Exec("x")
	return err
}

// S44: rollback only.
func S44(db *sql.DB) (err error) {
	tx, err := db.Begin() // want "unclosed/leak"
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
		}
	}()
	_, err = tx.Exec("x")
	return err
}

// S45: transaction stored in a struct that is returned.
type unit struct{ tx *sql.Tx }

func (u *unit) Commit() error   { return u.tx.Commit() }
func (u *unit) Rollback() error { return u.tx.Rollback() }

func begin(db *sql.DB) (*unit, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &unit{tx}, nil
}

func S45(db *sql.DB) error {
	u, err := begin(db) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if _, err := u.tx.Exec("x"); err != nil {
		return err
	}
	return u.Commit()
}

func S46(db *sql.DB) error {
	u, err := begin(db)
	if err != nil {
		return err
	}
	defer u.Rollback()
	if _, err := u.tx.Exec("x"); err != nil {
		return err
	}
	return u.Commit()
}
