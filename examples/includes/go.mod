module example.com/includes

go 1.24
