package main

func tracked() {}
