module example.com/allow_forms

go 1.26
