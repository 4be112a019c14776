//go:build never

package main

var context = 1
