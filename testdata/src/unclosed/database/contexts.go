package database

import (
	"context"
	"database/sql"
	"time"
)

// A transaction ends with its context: what the function cancels by defer it rolls back.

func rolledBack(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "x"); err != nil {
		return err
	}
	return tx.Commit()
}

func rolledBackByLiteral(db *sql.DB) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer func() { cancel() }()
	named := context.WithValue(ctx, time.Second, 1)
	tx, err := db.BeginTx(named, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "x"); err != nil {
		return err
	}
	return tx.Commit()
}

// Of a context that is somebody else's nothing is known.
func contextOfCaller(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want `tx from \(\*sql\.DB\)\.BeginTx is not committed or rolled back when contextOfCaller returns`
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "x"); err != nil {
		return err
	}
	return tx.Commit()
}

// The end of another context, and one on another path, end nothing here.
func otherContext(ctx context.Context, db *sql.DB, short bool) error {
	other, cancel := context.WithCancel(ctx)
	defer cancel()
	tx, err := db.BeginTx(ctx, nil) // want `not committed or rolled back when otherContext returns`
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(other, "x"); err != nil {
		return err
	}
	return tx.Commit()
}

func conditional(db *sql.DB, short bool) error {
	ctx, cancel := context.WithCancel(context.Background())
	if short {
		defer cancel()
	} else {
		time.AfterFunc(time.Second, cancel)
	}
	tx, err := db.BeginTx(ctx, nil) // want `not committed or rolled back when conditional returns`
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "x"); err != nil {
		return err
	}
	return tx.Commit()
}

type circleKey struct{}

// Circle makes two contexts of each other: neither leads to one that this function ends.
func Circle(ctx context.Context, db *sql.DB) error {
	a, b := ctx, ctx
	for range 3 {
		a = context.WithValue(b, circleKey{}, 1)
		b = context.WithValue(a, circleKey{}, 2)
	}
	tx, err := db.BeginTx(a, nil) // want `tx from .*BeginTx is not committed or rolled back when Circle returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}
