// This file lets a function be declared whose body is in another package.
