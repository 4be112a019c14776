// Command closerows: rows, statements, transactions and connections of database/sql.
package main

import (
	"context"
	"errors"
	"fmt"
)

// want: defer rows.Close() if !rows.Next()
// want: defer st.Close()
// want: defer c.Close()

func first() (n int, err error) {
	rows, err := db.Query("select n") // fix: yes
	if err != nil {
		return 0, err
	}
	if !rows.Next() {
		return 0, errors.New("none")
	}
	err = rows.Scan(&n)
	return n, err
}

func all() (sum int, err error) {
	rows, err := db.Query("select n") // fix: may
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, rows.Err()
}

func prepared() (int64, error) {
	st, err := db.Prepare("update") // fix: yes
	if err != nil {
		return 0, err
	}
	res, err := st.Exec()
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func transaction(fail bool) error {
	tx, err := db.Begin() // fix: may
	if err != nil {
		return err
	}
	if _, err := tx.Exec("update"); err != nil || fail {
		return errors.New("no")
	}
	return tx.Commit()
}

func single(ctx context.Context) error {
	c, err := db.Conn(ctx) // fix: yes
	if err != nil {
		return err
	}
	return c.PingContext(ctx)
}

func main() {
	fmt.Println(first())
	fmt.Println(all())
	fmt.Println(prepared())
	fmt.Println(transaction(false))
	fmt.Println(single(context.Background()))
}
